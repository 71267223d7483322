namespace OmeZarr.Cli.Text;

/// <summary>The user has cancelled a partly finished operation; the message names the parts that stay.</summary>
internal sealed class CancelledException(string message, Exception reason) : OperationCanceledException(message, reason);
