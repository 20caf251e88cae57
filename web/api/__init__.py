"""What machines ask of the web: reports in, receipts out, every fault with its path and reason."""
