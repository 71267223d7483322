namespace OmeZarr.Cli.Text;

/// <summary>The command line asks for something that cannot be; the message tells the user what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
