using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using OmeZarr.Viewer.Messages;

namespace OmeZarr.Viewer.Http;

/// <summary>The files of the page, which are resources of this assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Names = Assembly.GetExecutingAssembly().GetManifestResourceNames().ToFrozenSet();

    /// <summary>Writes a file; false if there is none of this name.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name, such as <c>assets/page.js</c>; empty for the page itself.</param>
    internal static async Task<bool> TryWriteAsync(HttpContext context, string name)
    {
        var resource = Prefix + (name.Length == 0 ? "index.html" : name);
        if (!Names.Contains(resource) || !Types.TryGetValue(Path.GetExtension(resource), out var type))
        {
            return false;
        }

        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.CacheControl = "no-cache";
        await Answers.BytesAsync(context, type, content).ConfigureAwait(false);
        return true;
    }
}
