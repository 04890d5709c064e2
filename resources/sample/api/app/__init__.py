"""The sample's Python side: api, worker and scheduler."""
