"""What is measured: speed, quality of calls, and the campaign against what is promised."""
