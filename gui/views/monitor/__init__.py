"""What every device is doing, and did."""
