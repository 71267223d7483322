using System.Buffers;
using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>Copies one value after the other: short ones at once, long ones piece by piece.</summary>
internal sealed class ValueCopier(CopySource source, CopyTarget target, StoreCopyOptions options, CopyCount count)
{
#if DEBUG
    private const int Piece = 1 << 10;
#else
    private const int Piece = 8 << 20;
#endif

    /// <summary>Copies a value.</summary>
    /// <param name="key">Its key, relative to the root.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    internal async ValueTask CopyAsync(string key, CancellationToken cancellationToken)
    {
        var (from, to) = (source.Key(key), target.Prefix.Key(key));
        if (options.Resume && await KeptAsync(key, from, to, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // A value that is shorter than the piece comes whole, and stores that know its checksum compare it.
        var (first, version) = await ReadAsync(from, ByteRange.FromOffset(0, Piece), cancellationToken).ConfigureAwait(false);
        if (first is null)
        {
            if (source.IsListed)
            {
                throw new IOException($"{from} of {source.Location} was deleted while it was copied; copy again");
            }

            return;
        }

        long length;
        using (first)
        {
            length = first.Memory.Length < Piece
                ? await SetAsync(key, to, first.Memory, cancellationToken).ConfigureAwait(false)
                : await CopyPiecesAsync(from, to, first.Memory, version, cancellationToken).ConfigureAwait(false);
            count.Copied(length);
            if (options.Verify)
            {
                // The cast matters: without it, null becomes an empty memory.
                await VerifyAsync(from, to, length, length < Piece ? first.Memory : (ReadOnlyMemory<byte>?)null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a value is at the destination already.</summary>
    private async ValueTask<bool> KeptAsync(string key, StoreKey from, StoreKey to, CancellationToken cancellationToken)
    {
        if (CopyOrder.IsDocument(key) || await target.Store.GetLengthAsync(to, cancellationToken).ConfigureAwait(false) is not { } there
            || await source.Store.GetLengthAsync(from, cancellationToken).ConfigureAwait(false) != there)
        {
            return false;
        }

        if (options.Verify && await FirstDifferenceAsync(from, to, there, null, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        if (options.Verify)
        {
            count.Verified();
        }

        count.Kept(there);
        return true;
    }

    private async ValueTask<long> SetAsync(string key, StoreKey to, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (key == GroupDocument.Name && target.CreatesRoot && target.Store is ICreateOnlyStore careful)
        {
            if (!await careful.TryCreateAsync(to, value, cancellationToken).ConfigureAwait(false))
            {
                using var there = await target.Store.GetAsync(to, cancellationToken).ConfigureAwait(false);
                if (there is null || !there.Memory.Span.SequenceEqual(value.Span)) // an earlier attempt may have succeeded although its answer was lost
                {
                    throw new IOException($"another program has written to {target.Text} at the same time. Its document stays, but the values below it may be those of both; copy again.");
                }
            }
        }
        else
        {
            await target.Store.SetAsync(to, value, cancellationToken).ConfigureAwait(false);
        }

        return value.Length;
    }

    private async ValueTask<long> CopyPiecesAsync(StoreKey from, StoreKey to, ReadOnlyMemory<byte> first, string? version, CancellationToken cancellationToken)
    {
        if (target.Store is not IStreamingStore streaming)
        {
            using var whole = await source.Store.GetAsync(from, cancellationToken).ConfigureAwait(false) ?? throw Changed(from);
            await target.Store.SetAsync(to, whole.Memory, cancellationToken).ConfigureAwait(false);
            return whole.Memory.Length;
        }

        var writer = await streaming.BeginAsync(to, cancellationToken).ConfigureAwait(false);
        await using var disposed = writer.ConfigureAwait(false);
        await writer.AppendAsync(first, cancellationToken).ConfigureAwait(false);
        var (done, crc) = ((long)first.Length, Crc32.Checksum(first.Span));
        for (var isEnd = false; !isEnd;)
        {
            var (piece, now) = await ReadAsync(from, ByteRange.FromOffset(done, Piece), cancellationToken).ConfigureAwait(false);
            using (piece)
            {
                if (piece is null || now != version)
                {
                    throw Changed(from);
                }

                await writer.AppendAsync(piece.Memory, cancellationToken).ConfigureAwait(false);
                crc = Crc32.Append(crc, piece.Memory.Span);
                done += piece.Memory.Length;
                isEnd = piece.Memory.Length < Piece;
            }
        }

        if (source.Store is ZipStore archive && await archive.GetChecksumAsync(from, cancellationToken).ConfigureAwait(false) != crc)
        {
            throw new CorruptDataException("zip", $"the entry {from} of {source.Location} is damaged: its checksum (CRC-32) does not fit its bytes");
        }

        await writer.PublishAsync(cancellationToken).ConfigureAwait(false);
        return done;
    }

    private async ValueTask VerifyAsync(StoreKey from, StoreKey to, long length, ReadOnlyMemory<byte>? value, CancellationToken cancellationToken)
    {
        if (await FirstDifferenceAsync(from, to, length, value, cancellationToken).ConfigureAwait(false) is { } at)
        {
            throw new IOException($"{to} of {target.Text} was read back, and differs from {from} of {source.Location} from byte {at} on. Copy again; if it happens again, look for a damaged disk or memory.");
        }

        count.Verified();
    }

    /// <summary>The first byte where the destination differs; null if there is none.</summary>
    private async ValueTask<long?> FirstDifferenceAsync(StoreKey from, StoreKey to, long length, ReadOnlyMemory<byte>? value, CancellationToken cancellationToken)
    {
        var at = 0L;
        do
        {
            var range = ByteRange.FromOffset(at, Piece);
            using var written = await target.Store.GetRangeAsync(to, range, cancellationToken).ConfigureAwait(false);
            using var expected = value is null ? await source.Store.GetRangeAsync(from, range, cancellationToken).ConfigureAwait(false) ?? throw Changed(from) : null;
            var (one, other) = (written?.Memory ?? default, value ?? expected!.Memory);
            var common = one.Span.CommonPrefixLength(other.Span);
            if (common < one.Length || common < other.Length || written is null)
            {
                return at + common;
            }

            at += Piece;
        }
        while (at <= length);

        return null;
    }

    private async ValueTask<(IMemoryOwner<byte>? Bytes, string? Version)> ReadAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken)
    {
        if (source.Store is not IVersionedStore versioned)
        {
            return (await source.Store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false), null);
        }

        return await versioned.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false) is var (bytes, version) ? (bytes, version) : (null, null);
    }

    private IOException Changed(StoreKey key) => new($"{key} of {source.Location} changed while it was copied; copy again");
}
