"""What must be known of a spec's data and model beyond the spec itself, as records."""
