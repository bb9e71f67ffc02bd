"""audiobrief turns news articles into podcast episodes you can navigate by ear."""
