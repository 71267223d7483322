namespace OmeZarr.Cli.Batch;

/// <summary>A row of a list of conversions.</summary>
/// <param name="Line">The line of the file, counted from 1.</param>
/// <param name="Inputs">The input files.</param>
/// <param name="Output">The output.</param>
/// <param name="Options">Options of this row.</param>
internal sealed record BatchRow(int Line, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<string> Options);
