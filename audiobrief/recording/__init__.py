"""Makes audio of a script: utterances spoken, levelled, encoded and joined into an episode."""
