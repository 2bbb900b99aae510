"""Judgement: outcomes and what people said become verdicts, grades and a gate."""
