using OmeZarr.Cli.Conversion;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Dividing;

/// <summary>Plans, runs and finishes conversions in parts.</summary>
internal static class DividedConversion
{
    /// <summary>The size of a part when one process converts: what an interruption loses. Tiny in builds for debugging, so that tests walk the paths of large images.</summary>
#if DEBUG
    private const long PartBytes = 1L << 20;
#else
    private const long PartBytes = 128L << 20;
#endif

    /// <summary>Plans a conversion.</summary>
    /// <exception cref="UsageException">It cannot be divided.</exception>
    internal static async Task<(PlanFile File, ConversionPlan Plan)> PlanAsync(IReadOnlyList<string> arguments, ConvertRequest request, ConversionPlanOptions division, CancellationToken cancellationToken)
    {
        var absolute = Require(PlanFile.Absolute(request));
        using var converter = await Converter.OpenAsync(absolute, cancellationToken).ConfigureAwait(false);
        var file = PlanFile.Of(arguments, absolute);
        var plan = await ConversionPlan.CreateAsync(converter.WritePixelsAsync, converter.Options(), division with { Identity = file.Identity }, cancellationToken).ConfigureAwait(false);
        return (file with { Division = plan.ToJson(), StackLevels = converter.StackLevels }, plan);
    }

    /// <summary>Runs a task.</summary>
    /// <returns>How many parts were written.</returns>
    internal static async Task<int> RunAsync(ConvertRequest request, ConversionPlan plan, int wave, int task, Action<int, int>? done, CancellationToken cancellationToken)
    {
        using var converter = await Converter.OpenAsync(request with { OnlyImages = plan.ImagesOf(wave, task).ToHashSet(StringComparer.Ordinal) }, cancellationToken).ConfigureAwait(false);
        return await plan.RunAsync(converter.WritePixelsAsync, wave, task, converter.Options(), done, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes a conversion.</summary>
    internal static async Task<ConvertSummary> FinishAsync(ConvertRequest request, ConversionPlan plan, CancellationToken cancellationToken)
    {
        using var converter = await Converter.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var warnings = new List<string>();
        return await converter.RunAsync(() => plan.FinishAsync(converter.WriteAsync, converter.Options(null, warnings), cancellationToken), warnings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Converts in one process that may be interrupted: what it has done stays, and the same command goes on.</summary>
    /// <returns>Null if the output was complete already, and only its notes were left.</returns>
    /// <exception cref="IOException">The parts of another conversion are there: the input or the options have changed.</exception>
    internal static async Task<ConvertSummary?> ResumeAsync(
        IReadOnlyList<string> arguments, ConvertRequest request, Func<Converter, Func<IProgress<WriteProgress>?, Task<ConvertSummary>>, Task<ConvertSummary>> show, CancellationToken cancellationToken)
    {
        var absolute = Require(PlanFile.Absolute(request));
        var file = PlanFile.Of(arguments, absolute);
        if (await ConversionPlan.CompleteAsync(absolute.Output, file.Identity, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            using var converter = await Converter.OpenAsync(absolute, cancellationToken).ConfigureAwait(false);
            var division = new ConversionPlanOptions { Tasks = 1, MaxTasks = 1, PartBytes = PartBytes, Identity = file.Identity };
            var plan = await ConversionPlan.CreateAsync(converter.WritePixelsAsync, converter.Options(), division, cancellationToken).ConfigureAwait(false);
            var warnings = new List<string>();
            return await show(converter, progress => converter.RunAsync(() => RunAllAsync(plan, converter, warnings, progress, cancellationToken), warnings, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException error)
        {
            throw new CancelledException($"cancelled; what is done of {request.Output} is kept, and the same command goes on with the rest", error);
        }
    }

    private static async Task RunAllAsync(ConversionPlan plan, Converter converter, List<string> warnings, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var (before, total) = (0, plan.Waves.Sum(wave => wave.Parts));
        foreach (var (number, wave) in plan.Waves.Index().Where(wave => wave.Item.Tasks > 0))
        {
            var earlier = before;
            await plan.RunAsync(converter.WritePixelsAsync, number, 0, converter.Options(), (done, _) => progress?.Report(new WriteProgress(string.Empty, earlier + done, total, 0, 0)), cancellationToken).ConfigureAwait(false);
            before += wave.Parts;
        }

        await plan.FinishAsync(converter.WriteAsync, converter.Options(null, warnings), cancellationToken).ConfigureAwait(false);
    }

    private static ConvertRequest Require(ConvertRequest request) => request switch
    {
        { Append: true } => throw new UsageException("--append adds what is complete one by one, and --skip-existing goes on after an interruption; a conversion in parts writes a new output"),
        { Output.Archive: { } archive } => throw new UsageException($"{archive} is an archive, which one process writes at once; convert to a folder, and pack it with omezarr copy"),
        _ => request,
    };
}
