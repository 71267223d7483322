using System.Collections.Concurrent;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Validating;

/// <summary>
/// One validation: the nodes that are still to be checked, and the workers that check them. The node that was found last is checked first, so that a plate is checked well by well, and few nodes wait.
/// </summary>
internal sealed class Walk : IDisposable
{
    private readonly ConcurrentStack<NodeVisit> pending = new();
    private readonly ConcurrentQueue<Action> endChecks = new();
    private readonly SemaphoreSlim available = new(0);
    private readonly IProgress<ValidationProgress>? progress;
    private long open;
    private long found;
    private long nodes;
    private long arrays;
    private int omeNodes;

    public Walk(IStore store, StorePrefix root, ValidationOptions options, IProgress<ValidationProgress>? progress)
    {
        (Options, this.progress) = (options, progress);
        ZarrOptions = options.ZarrOptions ?? ZarrOptions.Default;
        Source = new NodeSource(store, root, ZarrOptions.MaxDocumentLength);
        Findings = new FindingCollector(options);
        Chunks = new ChunkValidation(store, root, options) { ChunkDone = progress is null ? null : Report };
    }

    public ValidationOptions Options { get; }

    public ZarrOptions ZarrOptions { get; }

    public NodeSource Source { get; }

    public FindingCollector Findings { get; }

    public ChunkValidation Chunks { get; }

    /// <summary>The document of the root; null if it has none.</summary>
    public OmeDocument? RootDocument { get; set; }

    /// <summary>Adds a node that is to be checked.</summary>
    public void Push(NodeVisit visit)
    {
        Interlocked.Increment(ref open);
        Interlocked.Increment(ref found);
        pending.Push(visit);
        available.Release();
    }

    /// <summary>Adds a check that runs when all nodes are checked.</summary>
    public void AtEnd(Action check) => endChecks.Enqueue(check);

    public void CountNode(NodeKind kind)
    {
        Interlocked.Increment(ref nodes);
        if (kind == NodeKind.Array)
        {
            Interlocked.Increment(ref arrays);
        }
    }

    public void CountOmeNode() => Interlocked.Increment(ref omeNodes);

    /// <summary>Checks the root and everything below it.</summary>
    public async Task<ValidationReport> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Push(new NodeVisit(string.Empty, NodeRole.Root));
        await Task.WhenAll(Enumerable.Range(0, Options.MaxDegreeOfParallelism).Select(_ => Task.Run(() => WorkAsync(stop), CancellationToken.None))).ConfigureAwait(false);
        foreach (var check in endChecks)
        {
            check();
        }

        Chunks.ReportWells(Findings);
        if (omeNodes == 0)
        {
            new NodeLog(Findings, string.Empty, FindingStage.End).Report(Rules.Hierarchy.NodeRules.OmeMissing, "there are no OME-Zarr metadata, neither here nor below");
        }

        return Findings.ToReport() with
        {
            Version = RootDocument?.StatedVersion,
            Kind = RootDocument?.Kind,
            NodesChecked = nodes,
            ArraysChecked = arrays,
            ChunksChecked = Chunks.Chunks,
            BytesChecked = Chunks.Bytes,
            WasListed = Source.IsListable,
        };
    }

    public void Dispose()
    {
        available.Dispose();
        Chunks.Dispose();
    }

    private void Report(string path) => progress?.Report(new(path, Interlocked.Read(ref nodes), Interlocked.Read(ref found), Chunks.Chunks, Chunks.Bytes));

    private async Task WorkAsync(CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                await available.WaitAsync(stop.Token).ConfigureAwait(false);
                if (!pending.TryPop(out var visit))
                {
                    return; // All is done.
                }

                await new NodeVisitor(this, visit).RunAsync(stop.Token).ConfigureAwait(false);
                Report(visit.Path);
                if (Interlocked.Decrement(ref open) == 0)
                {
                    available.Release(Options.MaxDegreeOfParallelism);
                }
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
