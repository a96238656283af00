"""Many reports in a row, on one machine or on a cluster."""
