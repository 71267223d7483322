using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Stores.Integration.Http.Server;

/// <summary>Sends a file, or a part of it.</summary>
internal sealed class FileAnswer(HttpContext context, string path, ServingRules rules)
{
    private readonly HttpResponse response = context.Response;

    internal async Task SendAsync()
    {
        if (HttpMethods.IsHead(context.Request.Method) && !rules.Head)
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var content = await File.ReadAllBytesAsync(path, context.RequestAborted);
        var changed = File.GetLastWriteTimeUtc(path);
        if (rules.TagPrefix is { } prefix)
        {
            response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"{prefix}\"{changed.Ticks:x}-{content.Length:x}\"");
        }

        if (rules.LastModified)
        {
            response.Headers.LastModified = changed.ToString("R", CultureInfo.InvariantCulture);
        }

        if (rules.Compresses)
        {
            content = Compressed(content);
            response.Headers.ContentEncoding = "gzip";
        }

        await SendAsync(content, rules.Ranges ? RangeOf(content.Length) : null);
    }

    private static byte[] Compressed(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    /// <summary>First byte and number of bytes; no bytes if the range cannot be satisfied; null for everything.</summary>
    private (long Start, long Length)? RangeOf(long total)
    {
        if (!RangeHeaderValue.TryParse(context.Request.Headers.Range.ToString(), out var header) || header.Ranges is not { Count: 1 } ranges)
        {
            return null;
        }

        var range = ranges.First();
        var last = range.To ?? total - 1;
        var from = range.From ?? (rules.Suffixes == SuffixAnswer.Start ? 0 : Math.Max(0, total - last));
        var to = range.From is null && rules.Suffixes != SuffixAnswer.Start ? total - 1 : last;
        return from >= total || (range.From is null && last == 0) ? (0, 0) : (from, Math.Min(to, total - 1) - from + 1);
    }

    private async Task SendAsync(byte[] content, (long Start, long Length)? range)
    {
        var isSuffix = context.Request.Headers.Range.ToString().StartsWith("bytes=-", StringComparison.Ordinal);
        if (isSuffix && (rules.Suffixes is SuffixAnswer.BadRequest or SuffixAnswer.Unsatisfiable))
        {
            response.StatusCode = rules.Suffixes == SuffixAnswer.BadRequest ? StatusCodes.Status400BadRequest : StatusCodes.Status416RangeNotSatisfiable;
            return;
        }

        if (range is not { } part || (isSuffix && rules.Suffixes == SuffixAnswer.Whole))
        {
            await SendBodyAsync(content);
            return;
        }

        if (part.Length == 0)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = rules.LengthOfUnsatisfiable ? $"bytes */{content.Length}" : default;
            return;
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = $"bytes {part.Start}-{part.Start + part.Length - 1}/{content.Length}";
        await SendBodyAsync(content.AsMemory((int)part.Start, (int)part.Length));
    }

    private async Task SendBodyAsync(ReadOnlyMemory<byte> body)
    {
        if (rules.Lengths)
        {
            response.ContentLength = body.Length;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.StartAsync(context.RequestAborted);
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
