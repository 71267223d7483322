namespace OmeZarr.Tiff.OmeXml;

/// <summary>Reads the element Plate of OME-XML: the size of the plate, and the elements WellSample, which are the fields of its wells.</summary>
internal static class OmePlateReader
{
    /// <summary>Reads the element where the cursor is. The fields of a well are numbered from 0 in document order.</summary>
    public static PlateElement Read(OmeCursor xml)
    {
        var samples = new List<WellSampleElement>();
        var plate = new PlateElement
        {
            Name = xml.Text("Name") ?? xml.Text("ExternalIdentifier"),
            Rows = xml.CountIfAny("Rows", 1),
            Columns = xml.CountIfAny("Columns", 1),
        };
        xml.ForEach(() =>
        {
            if (xml.Name == "Well")
            {
                ReadWell(xml, samples);
            }
        });
        return plate with { Samples = samples };
    }

    private static void ReadWell(OmeCursor xml, List<WellSampleElement> samples)
    {
        var (row, column, field) = ((int)(xml.Count("Row", 0) ?? 0), (int)(xml.Count("Column", 0) ?? 0), 0);
        xml.ForEach(() =>
        {
            if (xml.Name == "WellSample")
            {
                samples.Add(ReadSample(xml, new WellSampleElement { Row = row, Column = column, Field = field++ }));
            }
        });
    }

    private static WellSampleElement ReadSample(OmeCursor xml, WellSampleElement sample)
    {
        var position = OmePixelsReader.ReadPosition(xml, "Position");
        position = position.Count > 0 ? position : OmePixelsReader.ReadPosition(xml, "Pos"); // Pos until 2009
        var image = xml.Text("ImageID");
        xml.ForEach(() => image = xml.Name == "ImageRef" ? xml.Text("ID") : image);
        return sample with { Image = image, Position = position };
    }
}
