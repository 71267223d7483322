namespace OmeZarr.Cli.Text;

/// <summary>The request of the user is not possible; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
