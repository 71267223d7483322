using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Pictures;

/// <summary>A picture of a store, saved as a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Subject">What it shows: the path of an image in the store, or the name of the plate; empty for the image that the store is.</param>
internal sealed record Thumbnail(string Path, RenderedImage Picture, string Subject)
{
    /// <summary>Wells that could not be read.</summary>
    internal bool IsIncomplete => Picture.Findings.Count > 0;

    /// <summary>Makes a picture and saves it.</summary>
    /// <exception cref="UsageException">The store has no picture, the file exists, or the options name something that the image does not have.</exception>
    internal static async Task<Thumbnail> CreateAsync(ThumbnailRequest request, CancellationToken cancellationToken)
    {
        RequireOutput(request);
        var node = await OmeStore.OpenAsync(request.Store, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (request.Series is not null && node is not OmeCollection)
        {
            throw new UsageException($"{request.Store} is not a collection; --series names an image of a collection");
        }

        var (picture, subject) = node switch
        {
            OmeImage image => (await RenderAsync(image, request, cancellationToken).ConfigureAwait(false), string.Empty),
            OmePlate plate => (await RenderAsync(plate, request, cancellationToken).ConfigureAwait(false), plate.Name ?? string.Empty),
            OmeWell { Fields: [var field, ..] } well => (await RenderAsync(await well.OpenFieldAsync(field, cancellationToken).ConfigureAwait(false), request, cancellationToken).ConfigureAwait(false), field.Path),
            OmeCollection { Paths.Count: > 0 } collection => await RenderAsync(collection, request, cancellationToken).ConfigureAwait(false),
            _ => throw new UsageException($"{request.Store} has no image, so that there is nothing to show"),
        };
        await SaveAsync(picture, request, cancellationToken).ConfigureAwait(false);
        return new Thumbnail(request.Output, picture, subject);
    }

    /// <summary>The summary for programs.</summary>
    internal string ToJson() => JsonOutput.Text(new JsonObject
    {
        ["path"] = Path,
        ["width"] = Picture.Width,
        ["height"] = Picture.Height,
        ["shows"] = Subject,
        ["bytes"] = new FileInfo(Path).Length,
        ["findings"] = JsonOutput.List(Picture.Findings.Select(finding => $"{finding.Location}: {finding.Message}")),
    });

    /// <summary>The summary for people: one line, and one for each well that could not be read.</summary>
    public override string ToString() =>
        $"{Path}  {Picture.Width} x {Picture.Height}{(Subject.Length > 0 ? $" ({Subject})" : string.Empty)}   {ByteSize.Text(new FileInfo(Path).Length)}"
        + string.Concat(Picture.Findings.Select(finding => $"{Environment.NewLine}  {finding.Location} cannot be read: {finding.Message}"));

    private static void RequireOutput(ThumbnailRequest request)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(request.Output));
        var problem = Directory.Exists(request.Output) ? "is a folder; name a PNG file"
            : !Directory.Exists(folder) ? $"cannot be made, because there is no folder {folder}"
            : File.Exists(request.Output) && !request.Overwrite ? "exists; --overwrite replaces it. Nothing was changed"
            : null;
        if (problem is not null)
        {
            throw new UsageException($"{request.Output} {problem}");
        }
    }

    private static async Task<(RenderedImage Picture, string Subject)> RenderAsync(OmeCollection collection, ThumbnailRequest request, CancellationToken cancellationToken)
    {
        var index = request.Series is { } path ? collection.Paths.ToList().IndexOf(path) : 0;
        if (index < 0)
        {
            throw new UsageException($"--series {Quote.IfNeeded(request.Series!)}: the collection has the images {Counted.List(collection.Paths, 8)}");
        }

        var image = await collection.OpenImageAsync(index, cancellationToken).ConfigureAwait(false);
        return (await RenderAsync(image, request, cancellationToken).ConfigureAwait(false), collection.Paths[index]);
    }

    private static async Task<RenderedImage> RenderAsync(OmeImage image, ThumbnailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await image.RenderAsync(request.Options with { Channels = ChannelsOf(image, request) }, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeNotFoundException) when (request.Options.Labels is { } labels)
        {
            var known = await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false);
            if (known.Contains(labels))
            {
                throw;
            }

            throw new UsageException($"--labels {Quote.IfNeeded(labels)}: the image has {(known.Count > 0 ? $"the labels {Counted.List(known, 8)}" : "no labels")}");
        }
    }

    /// <summary>Channels of a plate are those of its first well that can be opened.</summary>
    private static async Task<RenderedImage> RenderAsync(OmePlate plate, ThumbnailRequest request, CancellationToken cancellationToken)
    {
        var channels = request.Channels is null || plate.Wells.Count == 0
            ? null
            : ChannelsOf(await (await plate.OpenWellAsync(plate.Wells[0], cancellationToken).ConfigureAwait(false)).OpenFieldAsync(0, cancellationToken).ConfigureAwait(false), request);
        return await plate.RenderAsync(request.Options with { Channels = channels }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The numbers of channels that are given by name or by number. A name goes before a number.</summary>
    private static ValueList<int>? ChannelsOf(OmeImage image, ThumbnailRequest request) => request.Channels?.Select(channel => IndexOf(channel, image.Metadata.Omero)).ToValueList();

    private static int IndexOf(string channel, Omero? omero)
    {
        List<string> names = [.. omero?.Channels.Select(known => known.Label ?? string.Empty) ?? []];
        var index = names.IndexOf(channel) is >= 0 and var exact ? exact : names.FindIndex(name => name.Equals(channel, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index
            : int.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new UsageException($"--channels {Quote.IfNeeded(channel)}: the image has {(names.Count > 0 ? $"the channels {Counted.List(names, 8)}" : "no names of channels; give numbers, counted from 0")}");
    }

    private static async Task SaveAsync(RenderedImage picture, ThumbnailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await picture.SavePngAsync(request.Output, request.Overwrite, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{request.Output}: cannot be written: {(error is UnauthorizedAccessException ? "permission denied" : error.Message)}", error);
        }
    }
}
