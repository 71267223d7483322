namespace Zarr.Stores.Http;

/// <summary>Reads a body in parts. Memory grows with the bytes that have arrived, not with those that were announced.</summary>
internal sealed class HttpBody(Stream stream, string address, AttemptClock clock) : IAsyncDisposable
{
    private const int Piece = 64 << 10;
    private const int FirstLength = 1 << 20;

    // Nobody skips or counts more; a body without end is an error at last.
    private const long MostSkipped = 1L << 40;

    /// <summary>Skips bytes.</summary>
    /// <returns>Whether there were so many.</returns>
    internal async ValueTask<bool> SkipAsync(long count) => count == 0 || await DiscardAsync(count).ConfigureAwait(false) == count;

    /// <summary>Skips all bytes and counts them.</summary>
    internal ValueTask<long> CountAsync() => DiscardAsync(long.MaxValue);

    /// <summary>Reads up to a number of bytes, fewer only if the body ends.</summary>
    /// <param name="most">The number; null for all.</param>
    /// <param name="expected">The number that probably arrives; null if it is unknown.</param>
    internal async ValueTask<PooledMemory> ReadAsync(long? most, long? expected)
    {
        var limit = most ?? long.MaxValue;
        var bytes = PooledMemory.Rent((int)Math.Min(Math.Min(limit, expected ?? Piece), FirstLength));
        try
        {
            var filled = 0;
            while (filled < limit)
            {
                if (filled == bytes.Length)
                {
                    bytes = await TryGrowAsync(bytes, filled, limit).ConfigureAwait(false) is { } longer ? longer : bytes;
                    if (filled == bytes.Length)
                    {
                        break;
                    }

                    filled++; // the byte that showed that there is more
                    continue;
                }

                var read = await ReadAsync(bytes.Memory[filled..]).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                filled += read;
            }

            bytes.Shorten(filled);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    /// <summary>Longer memory with the same bytes and the next one; null if the body ends here.</summary>
    private async ValueTask<PooledMemory?> TryGrowAsync(PooledMemory bytes, int filled, long limit)
    {
        using var next = PooledMemory.Rent(1);
        if (await ReadAsync(next.Memory).ConfigureAwait(false) == 0)
        {
            return null;
        }

        if (filled == Array.MaxLength)
        {
            throw new HttpStoreException($"{address}: cannot read more than {Array.MaxLength} bytes at once; read smaller ranges");
        }

        var longer = PooledMemory.Rent((int)Math.Min(Math.Min(limit, Math.Max(Piece, 2L * filled)), Array.MaxLength));
        bytes.Memory.CopyTo(longer.Memory);
        longer.Memory.Span[filled] = next.Memory.Span[0];
        bytes.Dispose();
        return longer;
    }

    private async ValueTask<long> DiscardAsync(long count)
    {
        using var buffer = PooledMemory.Rent(Piece);
        var done = 0L;
        while (done < count && await ReadAsync(buffer.Memory[..(int)Math.Min(Piece, count - done)]).ConfigureAwait(false) is > 0 and var read)
        {
            done += read;
            if (done > MostSkipped)
            {
                throw new HttpStoreException($"{address}: the answer does not end after {MostSkipped} bytes");
            }
        }

        return done;
    }

    private async ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        try
        {
            var read = await stream.ReadAsync(destination, clock.Token).ConfigureAwait(false);
            clock.Received(read);
            return read;
        }
        catch (InvalidDataException error)
        {
            throw new HttpStoreException($"{address}: the answer is compressed, although the request accepted no compression, and damaged", inner: error);
        }
    }
}
