"""The pooled monthly model: from months to the distribution of a year's total."""
