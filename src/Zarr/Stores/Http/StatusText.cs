using System.Net;
using System.Text.RegularExpressions;

namespace Zarr.Stores.Http;

/// <summary>Words for status codes. Those that a server sends are not repeated.</summary>
internal static partial class StatusText
{
    internal static string Of(HttpStatusCode status) => Enum.IsDefined(status) ? $"{(int)status} ({Capitals().Replace(status.ToString(), " ")})" : $"{(int)status}";

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Capitals();
}
