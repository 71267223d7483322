using Microsoft.AspNetCore.Http;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;
using Zarr.Stores;

namespace OmeZarr.Viewer.Http;

/// <summary>Serves stored values as they are, for other programs.</summary>
internal sealed class RawValues(ViewedStore store, AllowedOrigins origins)
{
    private const int PartLength = 4 << 20;

    internal async Task AnswerAsync(HttpContext context, string path)
    {
        var (request, response) = (context.Request, context.Response);
        var isAllowed = AllowOrigin(context);
        if (HttpMethods.IsOptions(request.Method) && isAllowed)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (request.Headers.Origin.Count > 0 && !isAllowed && !RequestGuard.HasOwnOrigin(context))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var length = Key(path) is { } key ? await store.LengthAsync(key, context.RequestAborted).ConfigureAwait(false) : null;
        if (length is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentLength = 0;
            return;
        }

        response.Headers.AcceptRanges = "bytes";
        response.ContentType = path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".zattrs", StringComparison.Ordinal) ? "application/json" : "application/octet-stream";
        var range = RequestedRange.Parse(request.Headers.Range, length.Value);
        if (range is { IsSatisfiable: false })
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{length}";
            response.ContentLength = 0;
            return;
        }

        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {part.Offset}-{part.Offset + part.Length - 1}/{length}";
        }

        await WriteAsync(context, Key(path)!.Value, range?.Offset ?? 0, range?.Length ?? length.Value).ConfigureAwait(false);
    }

    /// <summary>Says which origin may read the answer; whether it is one of those that are allowed.</summary>
    private bool AllowOrigin(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is not [{ } origin] || !origins.Contains(origin))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "GET, HEAD";
        headers.AccessControlAllowHeaders = "Range";
        headers.AccessControlExposeHeaders = "Content-Length, Content-Range, Accept-Ranges";
        headers["Access-Control-Allow-Private-Network"] = "true";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return true;
    }

    private StoreKey? Key(string path)
    {
        try
        {
            return store.Key(path);
        }
        catch (ArgumentException)
        {
            return null; // no store has such a key
        }
    }

    private async Task WriteAsync(HttpContext context, StoreKey key, long offset, long length)
    {
        context.Response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        for (var done = 0L; done < length;)
        {
            var wanted = Math.Min(PartLength, length - done);
            using var bytes = await store.Values.GetRangeAsync(key, ByteRange.FromOffset(offset + done, wanted), context.RequestAborted).ConfigureAwait(false);
            if (bytes is null || bytes.Memory.Length != wanted)
            {
                context.Abort(); // the value was replaced meanwhile; the client must not take a mixture for the value
                return;
            }

            await context.Response.Body.WriteAsync(bytes.Memory, context.RequestAborted).ConfigureAwait(false);
            done += wanted;
        }
    }
}
