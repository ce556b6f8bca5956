"""What every storey stands on: the audit trail, page shell and form components."""
