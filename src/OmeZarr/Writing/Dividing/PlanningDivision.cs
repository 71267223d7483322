using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Dividing;

/// <summary>Finds out what there is to write, and whether it can be written. Nothing is created.</summary>
internal sealed class PlanningDivision : Division
{
    private readonly List<DividedImage> images = [];
    private HierarchyPlace? begun;
    private OmeDocumentKind begunKind;
    private bool overwrite;

    /// <summary>The plan.</summary>
    /// <exception cref="InvalidOperationException">The call wrote nothing with these options.</exception>
    internal DivisionPlan ToPlan(ConversionPlanOptions options)
    {
        var place = begun ?? throw Misused("did not write with the options that it got");
        var (divided, waves) = new WavePlanner(options).Divide([.. images.OrderBy(image => image.Path, NaturalOrder.Instance)]);
        return new DivisionPlan(place.Text, begunKind, overwrite, options.Identity, divided, waves);
    }

    internal HierarchyPlace? Place => begun;

    internal override Task<bool> WriteAsync(DividedImage image, int workers, CancellationToken cancellationToken)
    {
        lock (images)
        {
            images.Add(image with { Sources = [] });
        }

        return Task.FromResult(false);
    }

    internal static InvalidOperationException Misused(string what) => new($"the call that is divided {what}; it calls one method of {nameof(OmeWriter)} that writes a whole image, plate or collection, with the options that it gets");

    private protected override async Task<HierarchyDraft> BeginDraftAsync(HierarchyPlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken)
    {
        if (begun is not null)
        {
            throw Misused("wrote two hierarchies");
        }

        (begun, begunKind, overwrite) = (place, kind, options.Overwrite);
        await RequireFitAsync(place, kind, options, cancellationToken).ConfigureAwait(false);
        return new UnseenDraft(options);
    }

    private static async Task RequireFitAsync(HierarchyPlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken)
    {
        if (place.Folder is { } folder)
        {
            Surroundings.RequireFit(folder, kind);
            Destination.RequireReplaceable(folder, options.Overwrite);
        }
        else if (place.Store is { } store)
        {
            (await StoreSurroundings.ReadAsync(store, cancellationToken).ConfigureAwait(false)).RequireFit(kind);
            var names = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            if (names.FirstOrDefault(name => name is not (WriterMark.Name or PartsFolder.NameInStores)) is { } name && !names.Contains(WriterMark.Name))
            {
                throw new DestinationExistsException(store.Text, $"{store.Text} holds {FindingText.Sanitize(name)}. In a store a plan replaces nothing; choose another path, or delete what is there. Nothing was changed.");
            }
        }
    }
}
