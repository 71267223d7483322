using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;

namespace OmeZarr.Cli.Outputs;

/// <summary>The output of a conversion, planned and checked.</summary>
internal interface IOutput
{
    /// <summary>A description in one line.</summary>
    string Description { get; }

    /// <summary>The description for programs.</summary>
    JsonObject SummaryJson { get; }

    /// <summary>Number of bytes of all input pixels.</summary>
    long BytesIn { get; }

    /// <summary>The written paths in the output; empty for the whole output. Valid after writing.</summary>
    IReadOnlyList<string> Written => [string.Empty];

    /// <summary>A choice that was made for the user; null for none.</summary>
    string? Note => null;

    /// <summary>The plan for people, or as JSON.</summary>
    /// <exception cref="UsageException">There is no plan of this kind of output.</exception>
    string Plan(bool json) => throw new UsageException("--plan shows the places of files on a plate; it is given together with --plate");

    /// <summary>What the input files do not give, and what was guessed. Known before writing.</summary>
    IReadOnlyList<InputFinding> Findings { get; }

    /// <summary>Writes the output, if its pixels are all that matters: the metadata may be provisional.</summary>
    Task WritePixelsAsync(WriteOptions options, CancellationToken cancellationToken) => WriteAsync(options, cancellationToken);

    /// <summary>Completes the description by what was written.</summary>
    Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes the output.</summary>
    Task WriteAsync(WriteOptions options, CancellationToken cancellationToken);
}
