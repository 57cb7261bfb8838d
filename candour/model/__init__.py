"""What a record is: declarations, no rules."""
