using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Dividing;

/// <summary>
/// What one call of a writer does of a hierarchy: it finds out what there is to do (<see cref="PlanningDivision"/>), writes some parts (<see cref="PartsDivision"/>), or all documents when the parts are there
/// (<see cref="FinishingDivision"/>). A writer makes the same plan in each of these calls, so that the result is the same as that of one call.
/// </summary>
internal abstract class Division : IDivision
{
    /// <summary>Begins to write a hierarchy, or what the options say of it.</summary>
    /// <inheritdoc cref="HierarchyDraft.BeginAsync"/>
    internal static Task<HierarchyDraft> BeginAsync(HierarchyPlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken) => options.Division is Division division
        ? division.BeginDraftAsync(place, kind, options, cancellationToken)
        : HierarchyDraft.BeginAsync(place, kind, options, cancellationToken);

    /// <summary>Writes what is wanted of the pixels of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="workers">How many units are written at the same time.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Whether its documents are wanted, too.</returns>
    internal abstract Task<bool> WriteAsync(DividedImage image, int workers, CancellationToken cancellationToken);

    private protected abstract Task<HierarchyDraft> BeginDraftAsync(HierarchyPlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken);
}
