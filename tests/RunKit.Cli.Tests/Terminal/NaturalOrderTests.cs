using RunKit.Cli.Terminal;

namespace RunKit.Cli.Tests.Terminal;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("s9", "s10")]
    [InlineData("a", "b")]
    [InlineData("s", "s1")]
    [InlineData("1", "a")]
    [InlineData("a007b1", "a7b2")]
    [InlineData("a07", "a7")]
    [InlineData("x99999999999999999999", "x100000000000000000000")]
    public void Numbers_in_names_are_compared_as_numbers(string first, string second)
    {
        NaturalOrder.Instance.Compare(first, second).ShouldBeNegative();
        NaturalOrder.Instance.Compare(second, first).ShouldBePositive();
        NaturalOrder.Instance.Compare(first, first).ShouldBe(0);
    }

    [Fact]
    public void It_is_an_order_whatever_the_names_are()
    {
        var random = new Random(3);
        var names = Enumerable.Range(0, 300).Select(_ => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => "a01-é9"[random.Next(6)])])).ToArray();
        var sorted = names.Order(NaturalOrder.Instance).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            for (var j = i; j < sorted.Length; j++)
            {
                NaturalOrder.Instance.Compare(sorted[i], sorted[j]).ShouldBeLessThanOrEqualTo(0, $"{sorted[i]} {sorted[j]}");
            }
        }
    }
}
