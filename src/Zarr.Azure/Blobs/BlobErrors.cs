using System.Globalization;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Zarr.Azure.Blobs;

/// <summary>Failures of the service as a store reports them: always an <see cref="AzureStoreException"/> that names the blob, the container and the account, and tells the next step.</summary>
/// <remarks>No message has the query of an address, which may be a signature that gives access.</remarks>
internal static class BlobErrors
{
    // Azure refuses requests whose time differs from its own by more than 15 minutes.
    private static readonly TimeSpan LargestDifferenceOfClocks = TimeSpan.FromMinutes(10);

    internal static bool IsOfService(Exception error) => error switch
    {
        AggregateException several => several.Flatten().InnerExceptions.All(IsOfService), // all attempts of one request
        RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException => true,
        OperationCanceledException => true, // nobody has cancelled: the client has waited too long
        _ => false,
    };

    internal static bool IsMissing(RequestFailedException error) => error.Status == 404 && (error.ErrorCode is null || error.ErrorCode == BlobErrorCode.BlobNotFound);

    internal static AzureStoreException Explain(Exception error, string what, BlobContainerClient container)
    {
        var place = $"{container.Name} of {container.Uri.Host}{(container.Uri.IsDefaultPort ? "" : $":{container.Uri.Port}")}";
        var answer = Last(error) is RequestFailedException { Status: > 0 } refusal ? refusal : null;
        return new AzureStoreException($"cannot {what} in the container {place}: {ReasonOf(Last(error), container)}", container.Name, error) { Status = answer?.Status, Code = answer?.ErrorCode };
    }

    // Several are all attempts of one request.
    private static Exception Last(Exception error) => error is AggregateException several ? several.Flatten().InnerExceptions[^1] : error;

    private static string ReasonOf(Exception error, BlobContainerClient container) => error switch
    {
        CredentialUnavailableException => "no credentials were found. Sign in with `az login`, set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_CONNECTION_STRING, or ask for anonymous access if the data are public",
        BlobAnswerException => error.Message,
        AuthenticationFailedException => $"signing in has failed: {FirstLine(error.Message)}",
        RequestFailedException { Status: > 0 } answer => ReasonOf(answer, container),
        OperationCanceledException => "the service did not answer in time",
        _ => $"the service cannot be reached: {FirstLine(error.Message)}",
    };

    private static string ReasonOf(RequestFailedException answer, BlobContainerClient container) => (answer.Status, answer.ErrorCode) switch
    {
        (_, "ContainerNotFound") => $"the container does not exist. Check its name, or create it: az storage container create --name {container.Name}",
        (_, "ContainerBeingDeleted") => "the container is being deleted; try again in a minute, or use another name",
        (401 or 403, _) when ReasonOfTime(answer, container) is { } reason => reason,
        (_, "AuthenticationFailed") => "the credentials are refused: the key or SAS token is wrong, has expired, or belongs to another account",
        (401, _) or (_, "NoAuthenticationInformation") or (_, "PublicAccessNotPermitted") or (404, "ResourceNotFound") =>
            "the service allows no anonymous access. Sign in with `az login`, or set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_CONNECTION_STRING",
        (_, "AuthorizationPermissionMismatch") => "the credentials are valid but do not allow this. Writing needs the role Storage Blob Data Contributor, or a SAS token with the permissions racwdl; reading needs Storage Blob Data Reader, or rl",
        (403, var code) => $"access is denied ({code ?? "no reason given"}). The credentials do not allow this, or the firewall of the account does not admit this computer",
        (_, "BlobArchived") => "the blob is in the archive tier; move it to another tier (rehydrate it) first",
        (_, "InvalidBlockList") => "another writer has replaced the value while it was written; write it again, with one writer at a time",
        (503 or 500 or 429, var code) => $"the service is too busy or has a fault ({answer.Status} {code}), also after repeated attempts; try again later, or with fewer requests at the same time",
        (var status, var code) => $"the service answers {status} {code}: {FirstLine(answer.Message)}",
    };

    private static string? ReasonOfTime(RequestFailedException answer, BlobContainerClient container)
    {
        var (here, token) = (DateTimeOffset.UtcNow, SasToken.Parse(container.Uri.Query));
        return answer.GetRawResponse()?.Headers.Date is { } there && (here - there).Duration() > LargestDifferenceOfClocks
                ? Invariant($"the clock of this computer is wrong, so the credentials are refused: it shows {here:u}, that of the service {there:u}. Set the clock")
            : token?.Expiry < here ? Invariant($"the SAS token has expired at {token.Expiry:u}. Make a new one")
            : token?.Start > here ? Invariant($"the SAS token is valid from {token.Start:u} only")
            : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // The further lines of messages of the SDK are headers and the content of the answer.
    private static string FirstLine(string message) => message.AsSpan().TrimStart() is var text && text.IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end].ToString() : message;
}

/// <summary>An answer that is not what was asked for.</summary>
internal sealed class BlobAnswerException(string message) : IOException(message);
