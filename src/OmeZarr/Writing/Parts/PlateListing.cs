using System.Text.Json.Nodes;
using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of wells of a plate.</summary>
internal sealed class PlateListing(PlatePlan plan, JsonObject extraAttributes) : PartListing<WellPart>
{
    private readonly PlateDocument document = new(plan, extraAttributes);
    private readonly TakenWells taken = new(plan.FixedAcquisitions);

    internal override string NothingAdded => $"No wells added. Call {nameof(PlateBuilder.AddWell)} before {nameof(PlateBuilder.PrepareAsync)}.";

    internal override void Take(WellPart part, string origin) => taken.Take(part.Plan, origin);

    internal override void Release(WellPart part) => taken.Release(part.Plan);

    internal override async Task WriteAsync(IWritableStore store, IReadOnlyList<WellPart> landing)
    {
        document.Add([.. landing.Select(well => well.Plan)]);
        await store.SetAsync(StorePrefix.Root.Key(GroupDocument.Name), document.ToUtf8(), CancellationToken.None).ConfigureAwait(false);
    }

    internal override void Settle(IReadOnlyList<WellPart> parts, bool haveLanded)
    {
        if (!haveLanded)
        {
            document.Remove([.. parts.Select(well => well.Plan)]);
        }
    }
}
