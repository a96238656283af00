"""What has been reached: each row's figures, what is missing of them, what they compare with."""
