"""Reads and writes the event files of TensorBoard, without TensorBoard."""
