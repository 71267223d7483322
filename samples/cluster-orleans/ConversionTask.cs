using Orleans.Placement;

namespace ClusterOrleans;

/// <summary>A task of a plan. Its key is unique in the cluster, and Orleans chooses the silo that runs it.</summary>
public interface IConversionTask : IGrainWithStringKey
{
    /// <summary>Runs it. It may be called again if nobody knows what became of it: what is done is not done again.</summary>
    /// <param name="plan">The plan, as JSON.</param>
    /// <param name="input">The file to convert.</param>
    /// <param name="output">The image to be written.</param>
    /// <param name="wave">The wave, counted from 0.</param>
    /// <param name="task">The task, counted from 0.</param>
    /// <returns>The process that ran it.</returns>
    [ResponseTimeout("12:00:00")] // otherwise a call counts as lost after half a minute
    Task<int> RunAsync(string plan, string input, string output, int wave, int task);
}

/// <inheritdoc cref="IConversionTask"/>
[RandomPlacement]
public sealed class ConversionTask : Grain, IConversionTask
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(string plan, string input, string output, int wave, int task)
    {
        await Task.Run(() => new Conversion(input, output).RunAsync(plan, wave, task)); // not on a thread of Orleans, which compressing would hold
        DeactivateOnIdle();
        return Environment.ProcessId;
    }
}
