using System.Diagnostics;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Outputs;
using OmeZarr.Cli.Stores;
using OmeZarr.Files;

namespace OmeZarr.Cli.Conversion;

/// <summary>Converts opened and checked files to an OME-Zarr image, plate or collection.</summary>
internal sealed class Converter : IDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConvertRequest request;
    private readonly OpenFiles files;
    private readonly IOutput output;

    private Converter(ConvertRequest request, OpenFiles files, IOutput output) => (this.request, this.files, this.output) = (request, files, output);

    /// <summary>The name of the output, for the progress bar.</summary>
    internal string Name => request.Name ?? FileName.OfLocation(request.Output);

    /// <inheritdoc cref="ImageOutput.StackLevels"/>
    internal int? StackLevels => request.StackAxis is null ? null : (output as ImageOutput)?.StackLevels;

    /// <summary>Opens the files and checks everything that can be checked before pixels are read.</summary>
    /// <exception cref="UsageException">The request is not possible.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static async Task<Converter> OpenAsync(ConvertRequest request, CancellationToken cancellationToken)
    {
        if (!request.PlanOnly)
        {
            await Destination.RequireUsableAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var files = new OpenFiles(request.Inputs.Count + request.Labels.Sum(label => label.Files.Count), request.Reading, request.Connection) { Opening = request.Opening };
        try
        {
            var output = await OutputOfAsync(request, files, cancellationToken).ConfigureAwait(false);
            return request.IsStrict && !request.PlanOnly && output.Findings is [var finding, ..]
                ? throw new UsageException($"--strict: {finding.Path}: {finding.Message}. Nothing was written")
                : new Converter(request, files, output);
        }
        catch (Exception error)
        {
            files.Dispose();
            if (error is OperationCanceledException && request.Append)
            {
                throw Cancelled(request, error);
            }

            throw;
        }
    }

    /// <summary>What will be written: a table, or JSON.</summary>
    /// <exception cref="UsageException">There is no plan of this kind of output.</exception>
    internal string Plan(bool json) => output.Plan(json);

    /// <summary>The options of writing.</summary>
    /// <param name="progress">Receives the progress; null for none.</param>
    /// <param name="warnings">Receives what the output does against recommendations; null to drop it.</param>
    internal WriteOptions Options(IProgress<WriteProgress>? progress = null, List<string>? warnings = null) => new()
    {
        Chunks = request.Chunks,
        Shards = request.Shards,
        Compression = request.Compression,
        Pyramid = request.KeepsLevels ? Pyramid.None : request.Pyramid,
        Checksums = request.Checksums,
        OmeXml = request.OmeXml,
        Findings = (_, finding) => warnings?.Add(finding.Message),
        Existing = request.Append ? ExistingHierarchy.Append : ExistingHierarchy.Refuse,
        Overwrite = request.Overwrite,
        Durability = request.Sync ? Durability.Flushed : Durability.Default,
        Progress = progress,
    };

    /// <summary>Writes pixels; the metadata may be provisional.</summary>
    internal Task WritePixelsAsync(WriteOptions options, CancellationToken cancellationToken) => output.WritePixelsAsync(options, cancellationToken);

    /// <summary>Writes the output.</summary>
    internal Task WriteAsync(WriteOptions options, CancellationToken cancellationToken) => output.WriteAsync(options, cancellationToken);

    /// <summary>Writes the output by one call of the writer.</summary>
    internal Task<ConvertSummary> RunAsync(IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        return RunAsync(() => output.WriteAsync(Options(progress, warnings), cancellationToken), warnings, cancellationToken);
    }

    /// <summary>Writes the output in a way that the caller knows.</summary>
    /// <param name="write">Writes the output.</param>
    /// <param name="warnings">What the output does against recommendations, when it is written.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task<ConvertSummary> RunAsync(Func<Task> write, List<string> warnings, CancellationToken cancellationToken)
    {
        try
        {
            await write().ConfigureAwait(false);
            await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (request.Append)
        {
            throw Cancelled(request, error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not (ImageFileException or InputFileException or UnfinishedPlanException)))
        {
            // The system names a file inside the unfinished hierarchy, which does not help the user.
            throw new IOException($"{request.Output}: cannot be written: {(error is UnauthorizedAccessException ? "permission denied" : error.Message)}", error);
        }

        long? stored = request.Output.Folder is { } folder ? output.Written.Sum(path => BytesIn(Path.Join(folder, path))) : null; // elsewhere it would take a request for each chunk
        return new ConvertSummary(request.Output.ToString(), output.Description, output.SummaryJson, output.BytesIn, stored, clock.Elapsed.TotalSeconds)
        {
            Note = output.Note,
            Findings = [.. output.Findings.Distinct()],
            Warnings = [.. warnings.Distinct()],
        };
    }

    public void Dispose() => files.Dispose();

    private static CancelledException Cancelled(ConvertRequest request, Exception error) =>
        new($"cancelled; what was added to {request.Output} before stays, and --append --skip-existing adds the rest", error);

    private static long BytesIn(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static async Task<IOutput> OutputOfAsync(ConvertRequest request, OpenFiles files, CancellationToken cancellationToken) => request.Kind switch
    {
        _ when request.Reading.Page is not null && request.Inputs.FirstOrDefault(Locations.IsStore) is { } store => throw new UsageException($"--page: {Locations.Shown(store)} is a Zarr store, which has no pages"),
        not OutputKind.Plate when request.OnlyImages is null && (request.Kind == OutputKind.Image || request.IsOneFile) && request.Inputs.FirstOrDefault(input => Directory.Exists(input) && !Locations.IsStore(input)) is { } folder =>
            throw new UsageException($"{folder}: is a folder; say what its files are: --plate or --series, or name the files of one image and --stack them"),
        OutputKind.Collection when request is { IsOneFile: true, Inputs.Count: > 1 } =>
            throw new UsageException("--append adds one file with all its images; several files need --plate or --series"),
        OutputKind.Collection when request.IsOneFile => await CollectionOutput.OpenAsync(
            request, CollectionInputs.ToAppend(await StoreInput.OpenAsync(request.Inputs[0], request.FileAxes, files, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false),
        OutputKind.Collection => await CollectionOutput.OpenAsync(
            request, await CollectionInputs.OfFilesAsync(request, files, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false),
        OutputKind.Plate => await PlateOutput.OpenAsync(request, files, cancellationToken).ConfigureAwait(false),
        _ when request.Inputs is [var path] && request.StackAxis is null => await OutputOfAsync(
            request, await StoreInput.OpenAsync(path, request.FileAxes, files, cancellationToken).ConfigureAwait(false), files, cancellationToken).ConfigureAwait(false),
        _ => await ImageOutput.OpenAsync(request, files, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>What one file holds: a plate, several images, or one.</summary>
    private static async Task<IOutput> OutputOfAsync(ConvertRequest request, InputFile file, OpenFiles files, CancellationToken cancellationToken)
    {
        if (request.SeriesNumber is { } number)
        {
            return await ImageOutput.OfAsync(request, file.Image(number), files, cancellationToken).ConfigureAwait(false);
        }

        var several = file.Plate is not null ? "describes a plate" : file.MainImages.Count > 1 ? $"holds {file.MainImages.Count} images" : null;
        if (several is null)
        {
            return await ImageOutput.OfAsync(request, file.Only(), files, cancellationToken).ConfigureAwait(false);
        }

        if (request.Name is not null && file.Plate is null)
        {
            throw new UsageException($"--name: {file.Path} {several}, which have names of their own; choose one with --series N, or leave the names as they are");
        }

        return request.Labels.Count > 0
            ? throw new UsageException($"{file.Path} {several}; labels describe one image, so choose one with --series N")
            : file.Plate is not null
                ? FilePlateOutput.Open(request, file)
                : await CollectionOutput.OpenAsync(request with { Kind = OutputKind.Collection }, CollectionInputs.OfFile(file), cancellationToken).ConfigureAwait(false);
    }
}
