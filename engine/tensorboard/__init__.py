"""Reads the event files that TensorBoard's writers leave, without TensorBoard."""
