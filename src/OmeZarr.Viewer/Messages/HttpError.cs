using Microsoft.AspNetCore.Http;
using Zarr;

namespace OmeZarr.Viewer.Messages;

/// <summary>An answer that says why there is no other.</summary>
internal sealed class HttpErrorException(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;

    internal static HttpErrorException WrongParameter(string message) => new(StatusCodes.Status400BadRequest, message);

    internal static HttpErrorException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}

/// <summary>What clients are told of errors.</summary>
internal static class HttpErrors
{
    /// <summary>The status and the sentence for an error. Bugs are named by their type only.</summary>
    internal static (int Status, string Message) Describe(Exception error) => error switch
    {
        HttpErrorException known => (known.Status, known.Message),
        NodeNotFoundException => (StatusCodes.Status404NotFound, error.Message),
        ArgumentException => (StatusCodes.Status400BadRequest, Plain(error)),
        OmeZarrException or ZarrException => (StatusCodes.Status422UnprocessableEntity, error.Message),
        IOException or UnauthorizedAccessException or HttpRequestException => (StatusCodes.Status502BadGateway, error.Message),
        OutOfMemoryException => (StatusCodes.Status422UnprocessableEntity, "there is not enough memory"),
        _ => (StatusCodes.Status500InternalServerError, $"this is a bug, please report it: {error.GetType().Name}"),
    };

    private static string Plain(Exception error) =>
        error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : error.Message;
}
