using OmeZarr.Cli.Plates.Naming;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Which convention is taken for which names.</summary>
public sealed class ConventionNameTests
{
    [Theory]
    [InlineData("cellomics", "MFGTMP_150210100001_AB12f03d0.tif", "AB", "12", "3", "0", null, null)]
    [InlineData("imagexpress", "Week1_150607_B02_s4_w107447158-AC92-4844-8584-B4D0EFC4E8D9.tif", "B", "2", "4", "1", null, null)]
    [InlineData("imagexpress", "x/Projection-Mix_E07_s1E78EB128-BD0D-4D94-A6AD-3FF28BB1B105.tif", "E", "7", "1", null, null, null)]
    [InlineData("imagexpress", "p_H12_w2.tif", "H", "12", "0", "2", null, null)]
    [InlineData("imagexpress", "p_H12_s09.tif", "H", "12", "9", null, null, null)]
    [InlineData("imagexpress", "TimePoint_12/A01_s1_w1_z3.tif", null, null, null, null, null, null)]
    [InlineData("phenix", "r02c11f05p03-ch4sk7fk1fl1.tiff", "B", "11", "5", "4", "3", "7")]
    [InlineData("yokogawa", "AssayPlate_Greiner_#655090_D03_T0001F001L01A02Z04C02.tif", "D", "3", "1", "2", "4", "1")]
    [InlineData("incell", "A - 13(fld 2).tif", "A", "13", "2", null, null, null)]
    [InlineData("incell", "C - 6(fld 1 wv TL - Bright field - open z 01).tif", "C", "6", "1", "TL - Bright field - open", "1", null)]
    [InlineData("scanr", "DAPI--wt--W0018--P003--T0002--Z001--GFP.tif", null, null, "3", "GFP", "1", "2")]
    [InlineData("incucyte", "Hundred_R2_B2_1_00d00h00m.tif", "B", "2", "1", null, null, "00d00h00m")]
    [InlineData("generic", "B03_f1_c2_z1.tif", "B", "3", "1", "2", "1", null)]
    [InlineData("generic", "exp-12_AF07_t3_site2_ch10_z4.ome.tiff", "AF", "7", "2", "10", "4", "3")]
    public void Names_are_understood(string convention, string name, string? row, string? column, string? field, string? channel, string? slice, string? time)
    {
        var file = new PlateName(Path.Join("in", name), name);
        var found = Assert.IsType<PlateConvention>(PlateConventions.Find(convention)).Pattern.Read(file);
        if (field is null)
        {
            Assert.Null(found);
            return;
        }

        Assert.NotNull(found);
        Assert.Equal((row ?? string.Empty, column ?? string.Empty, field, channel, slice, time), (found.Row, found.Column, found.Field, found.Channel, found.Slice, found.Time));
        Assert.Equal(row is null, found.WellNumber is not null);
    }

    [Theory]
    [InlineData("img2d.tif")]
    [InlineData("cells.ome.tif")]
    [InlineData("2024-01-05 final.tif")]
    [InlineData("r01c01.tif")]
    public void Names_without_a_well_follow_none(string name) => Assert.All(PlateConventions.All, known => Assert.Null(known.Pattern.Read(new PlateName(name, name))));

    [Theory]
    [InlineData("imagexpress", "My plate_A01_s1_w1_thumb.TIF")]
    [InlineData("imagexpress", "Week1_150607_B02_s4_w1_thumb07447158-AC92-4844-8584-B4D0EFC4E8D9.tif")]
    [InlineData("cellomics", "AS_09047_050428030001_O01f00o2.TIF")]
    [InlineData("yokogawa", "plate/DC_DCAM#1_CAM3.tif")]
    [InlineData("cq1", "Projection/W0001F0001T0001Z000C1.tif")]
    public void Thumbnails_corrections_and_overlays_are_no_planes(string convention, string name) =>
        Assert.True(PlateConventions.Find(convention)!.IsNoPlane(new PlateName(name, name)));

    [Theory]
    [InlineData("operetta", "phenix")]
    [InlineData("HARMONY", "phenix")]
    [InlineData("cv8000", "yokogawa")]
    [InlineData("micro-manager", "micromanager")]
    [InlineData("phenx", null)]
    public void Conventions_have_other_names(string name, string? convention) => Assert.Equal(convention, PlateConventions.Find(name)?.Name);

    [Fact]
    public void Of_a_mixed_folder_the_names_that_do_not_fit_are_told()
    {
        PlateName[] names = [.. "p_A01_s1_w1.tif p_A01_s1_w2.tif p_A02_s1_w1.tif B03_f1_c2_z1.tif".Split(' ').Select(name => new PlateName(name, name))];
        var error = Assert.Throws<UsageException>(() => PlateNaming.Parse("auto", null).Read(names));
        Assert.Equal("--plate auto: 1 of 4 file names do not follow the pattern imagexpress: B03_f1_c2_z1.tif; name the files more exactly, or leave some out with --skip", error.Message);
        var reading = PlateNaming.Parse("auto", "^B03").Read(names);
        Assert.Equal(("imagexpress, which all 3 file names follow; generic fits 3", 3), (reading.Reason, reading.Files.Count));
    }

    [Fact]
    public void Names_that_two_conventions_understand_differently_are_not_guessed()
    {
        PlateName[] rivals = [.. Enumerable.Range(1, 3).Select(i => $"scan_R_p1_z1_0_B0{i}f01d0--W0000{i}--P00001--Z00000--T00000--x_B0{i}f01d0.tif").Select(name => new PlateName(name, name))];
        var error = Assert.Throws<UsageException>(() => PlateNaming.Parse("auto", null).Read(rivals));
        Assert.Equal("--plate auto: 3 file names follow cellomics and scanr, which understand them differently; say which: --plate cellomics or --plate scanr", error.Message);
    }

    [Theory]
    [InlineData(1, 96, "A", "1")]
    [InlineData(96, 96, "H", "12")]
    [InlineData(13, 96, "B", "1")]
    [InlineData(97, 384, "E", "1")]
    [InlineData(1536, 1536, "AF", "48")]
    public void Wells_are_counted_row_by_row(int number, int wells, string row, string column)
    {
        var size = Assert.IsType<PlateSize>(PlateSize.Holding(number));
        Assert.Equal((wells, (row, column)), (size.Wells, size.WellOf(number)));
    }

    [Theory]
    [InlineData("_A1")]
    [InlineData("--W0001--P001")]
    [InlineData("x/TimePoint_1/ZStep_1/")]
    [InlineData("A - 01(fld 1 wv ")]
    [InlineData("Phase_A1_1_")]
    [InlineData("img_000000000_")]
    [InlineData("aaaa")]
    [InlineData("0")]
    public void Long_names_take_no_time(string part)
    {
        var name = string.Concat(Enumerable.Repeat(part, 4000 / part.Length)) + "!";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.All(PlateConventions.All, known => Assert.Null(known.Pattern.TryRead(new PlateName(name, name)).File));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
