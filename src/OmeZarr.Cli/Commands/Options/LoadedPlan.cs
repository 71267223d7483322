using OmeZarr.Cli.Dividing;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Commands;

/// <summary>A plan that was read from its file.</summary>
/// <param name="Request">The conversion.</param>
/// <param name="Division">Its tasks.</param>
internal sealed record LoadedPlan(ConvertRequest Request, ConversionPlan Division)
{
    /// <exception cref="UsageException">It is no plan of this version of the program, or is damaged.</exception>
    internal static LoadedPlan Read(string path)
    {
        var file = PlanFile.Read(path);
        var request = file.ToRequest(PlannedOptions.Parse(file.Arguments));
        try
        {
            return new LoadedPlan(request, ConversionPlan.Parse(file.Division!, request.Output));
        }
        catch (InvalidDataException error)
        {
            throw new UsageException($"{path}: {error.Message}");
        }
    }

    /// <summary>Does something that needs parts to be there; if they are not, lists them.</summary>
    internal static async Task<int> ListingAsync(Terminal terminal, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (UnfinishedPlanException error)
        {
            terminal.WriteResult(string.Join(Environment.NewLine, error.Missing));
            return ExitCode.Findings;
        }
    }
}
