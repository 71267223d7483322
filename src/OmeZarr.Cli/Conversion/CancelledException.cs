namespace OmeZarr.Cli.Conversion;

/// <summary>The user has stopped something that was done in part; the message says what stays.</summary>
internal sealed class CancelledException(string message, Exception reason) : OperationCanceledException(message, reason);
