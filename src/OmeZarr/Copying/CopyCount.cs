namespace OmeZarr.Copying;

/// <summary>Counts what was copied. Thread-safe.</summary>
internal sealed class CopyCount(IProgress<StoreCopyProgress>? progress)
{
    private long copied;
    private long copiedBytes;
    private long kept;
    private long keptBytes;
    private long verified;

    internal void Copied(long bytes)
    {
        Interlocked.Increment(ref copied);
        Interlocked.Add(ref copiedBytes, bytes);
        Report();
    }

    internal void Kept(long bytes)
    {
        Interlocked.Increment(ref kept);
        Interlocked.Add(ref keptBytes, bytes);
        Report();
    }

    internal void Verified() => Interlocked.Increment(ref verified);

    internal StoreCopyReport ToReport(IReadOnlyList<string> remarks) => new() { Copied = copied, CopiedBytes = copiedBytes, Kept = kept, Verified = verified, Remarks = remarks };

    private void Report() => progress?.Report(new StoreCopyProgress(Interlocked.Read(ref copied) + Interlocked.Read(ref kept), Interlocked.Read(ref copiedBytes) + Interlocked.Read(ref keptBytes)));
}
