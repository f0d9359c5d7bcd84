"""The workspace: its folder, lock, versions and configuration."""
