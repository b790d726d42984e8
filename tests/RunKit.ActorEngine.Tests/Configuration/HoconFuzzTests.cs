using Akka.Configuration;

namespace RunKit.ActorEngine.Tests.Configuration;

public class HoconFuzzTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "c.d", "\"e f\"", "{", "}", "[", "]", "=", ":", ",", "\n", " ", "#", "//", "/", "\"", "\"\"\"", "${", "${a}", "${b}", "${c.d}", "}",
        "1", "5s", "null", "\\", "\\u0041", "$", "+=", ".", "include", "\t", "\r\n", "\uFEFF", "x y", "a = 1\n", "b { a = ${a} }\n", "c.d = [1, 2]\n",
        "a = ${b}\n", "b = ${c}\n", "c = ${a}\n", "a = ${b} ${c}\n", "\u00e9", "\0",
    ];

    [Fact]
    public void Whatever_the_text_it_reads_or_is_refused_as_malformed()
    {
        var random = new Random(20_240_517);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            try
            {
                var config = ConfigurationFactory.ParseString(text);
                ConfigurationFactory.ParseString(config.ToString()).ToString().ShouldBe(config.ToString(), text);
                read++;
            }
            catch (FormatException e)
            {
                e.Message.ShouldStartWith("HOCON, line ", Case.Sensitive, text);
            }
        }

        read.ShouldBeInRange(1_000, 19_000);
    }

    [Fact]
    public void Any_text_comes_back_as_it_was_written()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var expected = new string([.. Enumerable.Range(0, random.Next(0, 20)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x7f : 0xd800))]);
            var written = "a = \"" + string.Concat(expected.Select(c => $"\\u{(int)c:x4}")) + "\"";

            var config = ConfigurationFactory.ParseString(written);

            config.GetString("a").ShouldBe(expected);
            ConfigurationFactory.ParseString(config.ToString()).GetString("a").ShouldBe(expected);
        }
    }
}
