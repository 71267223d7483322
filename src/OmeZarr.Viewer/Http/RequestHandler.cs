using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using OmeZarr.Viewer.Api;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;
using Zarr;

namespace OmeZarr.Viewer.Http;

/// <summary>Answers HTTP requests: checks the token and the headers, calls the handler of the route, and turns exceptions into status codes.</summary>
internal sealed class RequestHandler
{
    private const string Data = "/data/";
    private const string Api = "/api/";
    private const string Assets = "/assets/";

    private readonly RequestGuard guard;
    private readonly ViewedStore store;
    private readonly bool servesPage;
    private readonly RawValues raw;
    private readonly FrozenDictionary<string, Func<HttpContext, Query, CancellationToken, Task>> routes;

    internal RequestHandler(string token, ViewedStore store, bool servesPage, string? program, AllowedOrigins origins)
    {
        (guard, this.store, this.servesPage, raw) = (new RequestGuard(token), store, servesPage, new RawValues(store, origins));
        routes = ApiRoutes.Of(store, program, origins, token).ToFrozenDictionary();
    }

    internal async Task HandleAsync(HttpContext context)
    {
        Answers.Protect(context.Response);
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (NodeReplacedException) when (!context.Response.HasStarted)
        {
            store.Reopen();
            await AnswerReplacedAsync(context).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted || error is OperationCanceledException)
        {
            await AnswerErrorAsync(context, error).ConfigureAwait(false);
        }
    }

    /// <summary>Another hierarchy stands where the opened one was: it is the one that is shown from now on.</summary>
    private async Task AnswerReplacedAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted || error is OperationCanceledException)
        {
            await AnswerErrorAsync(context, error).ConfigureAwait(false);
        }
    }

    private static Task AnswerErrorAsync(HttpContext context, Exception error)
    {
        if (context.Response.HasStarted || (error is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            context.Abort(); // nobody waits for the answer any more
            return Task.CompletedTask;
        }

        var (status, message) = HttpErrors.Describe(error);
        return Answers.ErrorAsync(context, status, message);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!RequestGuard.HasOwnHost(context))
        {
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest);
        }

        if (guard.PathBelowToken(request.Path) is not { } path)
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound);
        }

        if (path.StartsWith(Data, StringComparison.Ordinal))
        {
            return raw.AnswerAsync(context, path[Data.Length..]);
        }

        return !RequestGuard.HasOwnOrigin(context) ? RefuseAsync(context, StatusCodes.Status403Forbidden)
            : !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) ? RefuseAsync(context, StatusCodes.Status405MethodNotAllowed)
            : servesPage ? AnswerPageAsync(context, path)
            : RefuseAsync(context, StatusCodes.Status404NotFound);
    }

    private async Task AnswerPageAsync(HttpContext context, string path)
    {
        if (path.Length == 0)
        {
            context.Response.Redirect($"{context.Request.Path}/{context.Request.QueryString}");
        }
        else if (path.StartsWith(Api, StringComparison.Ordinal) && routes.TryGetValue(path[Api.Length..], out var route))
        {
            await route(context, new Query(context.Request.Query), context.RequestAborted).ConfigureAwait(false);
        }
        else if ((path != "/" && !path.StartsWith(Assets, StringComparison.Ordinal)) || !await PageFiles.TryWriteAsync(context, path[1..]).ConfigureAwait(false))
        {
            throw HttpErrorException.NotFound("there is nothing at this address");
        }
    }

    // The reply has no body, so that a client without the token learns nothing.
    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
