using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Conversion;

/// <summary>What a conversion makes: planned and checked, not yet written.</summary>
internal interface IOutput
{
    /// <summary>What it is, in one line.</summary>
    string Description { get; }

    /// <summary>The same for programs.</summary>
    JsonObject SummaryJson { get; }

    /// <summary>Bytes of all pixels that are read.</summary>
    long BytesIn { get; }

    /// <summary>What was written: paths in the output, empty for all of it. Known when it is written.</summary>
    IReadOnlyList<string> Written => [string.Empty];

    /// <summary>Writes it.</summary>
    Task WriteAsync(WriteOptions options, CancellationToken cancellationToken);
}
