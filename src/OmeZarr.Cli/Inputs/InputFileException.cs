namespace OmeZarr.Cli.Inputs;

/// <summary>An input file was opened before, but can no longer be read, or has changed.</summary>
internal sealed class InputFileException(string message, Exception? inner = null) : IOException(message, inner);
