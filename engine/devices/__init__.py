"""What this machine has: NVIDIA GPUs by UUID and CPU slices, and what they are doing."""
