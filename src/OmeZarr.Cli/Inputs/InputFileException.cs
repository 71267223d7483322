namespace OmeZarr.Cli.Inputs;

/// <summary>An input file could be opened before, but can no longer be read, or is another one now.</summary>
internal sealed class InputFileException(string message, Exception? inner = null) : IOException(message, inner);
