"""Improvement: the plan and its actions, diagnostics and audits, evidence, trainings, the approach."""
