using Xunit;

namespace OmeZarr.Tests;

public class ValueListTests
{
    [Fact]
    public void Lists_are_equal_by_content_and_order()
    {
        ValueList<int> list = [1, 2, 3];
        Assert.True(list == [1, 2, 3]);
        Assert.True(list != [3, 2, 1]);
        Assert.True(list != [1, 2]);
        Assert.Equal(list.GetHashCode(), new[] { 1, 2, 3 }.ToValueList().GetHashCode());
    }

    [Fact]
    public void The_default_is_the_empty_list()
    {
        Assert.True(default == ValueList.Create<string>([]));
        Assert.Empty(default(ValueList<string>));
        Assert.Equal("[]", default(ValueList<string>).ToString());
    }

    [Fact]
    public void A_list_does_not_follow_the_array_it_was_made_from()
    {
        int[] source = [1, 2];
        var list = source.ToValueList();
        source[0] = 9;
        Assert.Equal([1, 2], list);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[2]);
    }
}
