using OmeZarr.Fixing.Documents;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Mends the violations of some rules.</summary>
internal abstract class Mender
{
    /// <summary>Path of the node whose document is changed; null if there is none.</summary>
    internal virtual Task<string?> TargetAsync(IWritableStore store, StoreFinding finding, CancellationToken cancellationToken) => Task.FromResult<string?>(finding.NodePath);

    /// <summary>Changes a document so that a finding is gone.</summary>
    /// <returns>The reason why it cannot; null if it has.</returns>
    internal abstract Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken);
}

/// <summary>A mender that needs nothing but the document.</summary>
internal sealed class DocumentMender(Func<NodeEdit, StoreFinding, string?> mend) : Mender
{
    internal override Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken) => Task.FromResult(mend(edit, finding));
}
