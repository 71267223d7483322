namespace OmeZarr.Tiff.OmeXml;

/// <summary>Reads the elements Plane: where the first one was taken, and when each frame was.</summary>
internal sealed class OmePlanesReader
{
    private (int T, int Z, int C)? first;

    public Dictionary<char, OmeQuantity> Position { get; private set; } = [];

    public Dictionary<int, OmeQuantity> Times { get; } = [];

    public void Read(OmeCursor xml)
    {
        var at = (T: xml.CountIfAny("TheT", 0) ?? 0, Z: xml.CountIfAny("TheZ", 0) ?? 0, C: xml.CountIfAny("TheC", 0) ?? 0);
        var position = OmePixelsReader.ReadPosition(xml, "Position");
        var time = xml.Quantity("DeltaT", "s");
        xml.ForEach(() =>
        {
            switch (xml.Name)
            {
                case "StagePosition": // until 2009
                    position = OmePixelsReader.ReadPosition(xml, "Position");
                    break;
                case "PlaneTiming": // until 2009
                    time = xml.Quantity("DeltaT", "s");
                    break;
            }
        });
        if (position.Count > 0 && (first is null || at.CompareTo(first.Value) < 0))
        {
            (first, Position) = (at, position);
        }

        if (at is { Z: 0, C: 0 } && time is { } taken)
        {
            Times.TryAdd(at.T, taken);
        }
    }
}
