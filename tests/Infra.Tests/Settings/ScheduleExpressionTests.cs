using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

public class ScheduleExpressionTests
{
    [TestCase("cron(30 3 * * ? *)")]
    [TestCase("cron(0/15 8-18 ? JAN-MAR,12 MON-FRI 2022-2025)")]
    [TestCase("cron(*/59 */23 1/30 1-12/11 ? 1970/229)")]
    [TestCase("cron(0,59 0,23 1,31 JAN,DEC ? 1970,2199)")]
    [TestCase("cron(0 0 L * ? *)")]
    [TestCase("cron(0 0 LW * ? *)")]
    [TestCase("cron(0 0 15W * ? *)")]
    [TestCase("cron(0 0 ? * 6#3 *)")]
    [TestCase("cron(0 0 ? * MON#5 *)")]
    [TestCase("cron(0 0 ? * 7L *)")]
    [TestCase("cron(0 0 ? * L *)")]
    [TestCase("cron(0 0 29 2 ? *)")]
    [TestCase("cron(0 0 30,31 2,JAN ? *)")]
    [TestCase("cron(0 0 31W 4,5 ? *)")]
    [TestCase("cron(0 0 29 2 ? 2027,2028)")]
    [TestCase("cron(0 0 ? FEB TUE#5 2028)")]
    [TestCase("cron(0 0 ? 2 3#5 2028)")]
    [TestCase("cron(0 0 ? FEB 2#4 2027)")]
    [TestCase("rate(1 minute)")]
    [TestCase("rate(2 minutes)")]
    [TestCase("rate(1 hour)")]
    [TestCase("rate(999999999 days)")]
    [TestCase("at(2022-01-31T03:30:00)")]
    public void An_expression_that_the_service_takes_fits(string expression) =>
        Assert.That(ScheduleExpression.ProblemOf(expression), Is.Null);

    [TestCase("", "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)")]
    [TestCase("CRON(30 3 * * ? *)", "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)")]
    [TestCase("cron(30 3 * * ? *)\n", "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)")]
    [TestCase("cron(30  3 * * ? *)", "cron has 7 fields and needs six, with one space between them: minutes hours day-of-month month day-of-week year")]
    [TestCase("cron(30 3 * * *)", "cron has 5 fields and needs six, with one space between them: minutes hours day-of-month month day-of-week year")]
    [TestCase("cron(60 3 * * ? *)", "the field minutes is \"60\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(-1 3 * * ? *)", "the field minutes is \"-1\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(? 3 * * ? *)", "the field minutes is \"?\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(*,5 3 * * ? *)", "the field minutes is \"*,5\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(5, 3 * * ? *)", "the field minutes is \"5,\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(5/ 3 * * ? *)", "the field minutes is \"5/\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(0/0 3 * * ? *)", "the field minutes is \"0/0\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(0/60 3 * * ? *)", "the field minutes is \"0/60\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(1/2/3 3 * * ? *)", "the field minutes is \"1/2/3\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(٣ 3 * * ? *)", "the field minutes is \"٣\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(0 24 * * ? *)", "the field hours is \"24\"; allowed: * or values from 0 to 23")]
    [TestCase("cron(0 22-2 * * ? *)", "the field hours is \"22-2\"; allowed: * or values from 0 to 23")]
    [TestCase("cron(0 0 32 * ? *)", "the field day-of-month is \"32\"; allowed: * or values from 1 to 31")]
    [TestCase("cron(0 0 32W * ? *)", "the field day-of-month is \"32W\"; allowed: * or values from 1 to 31")]
    [TestCase("cron(0 0 1,L * ? *)", "the field day-of-month is \"1,L\"; allowed: * or values from 1 to 31")]
    [TestCase("cron(0 0 1W,5 * ? *)", "the field day-of-month is \"1W,5\"; allowed: * or values from 1 to 31")]
    [TestCase("cron(0 0 1 13 ? *)", "the field month is \"13\"; allowed: * or values from 1 to 12, JAN to DEC")]
    [TestCase("cron(0 0 1 jan ? *)", "the field month is \"jan\"; allowed: * or values from 1 to 12, JAN to DEC")]
    [TestCase("cron(0 0 ? * 0 *)", "the field day-of-week is \"0\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("cron(0 0 ? * 2/2 *)", "the field day-of-week is \"2/2\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("cron(0 0 ? * 6#6 *)", "the field day-of-week is \"6#6\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("cron(0 0 ? * 3#1,6#3 *)", "the field day-of-week is \"3#1,6#3\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("cron(0 0 ? * 8L *)", "the field day-of-week is \"8L\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("cron(0 0 1 1 ? 1969)", "the field year is \"1969\"; allowed: * or values from 1970 to 2199")]
    [TestCase("cron(0 0 1 1 ? 2200)", "the field year is \"2200\"; allowed: * or values from 1970 to 2199")]
    [TestCase("cron(0 0 1 1 2 *)", "exactly one of day-of-month and day-of-week must be ?")]
    [TestCase("cron(0 0 ? 1 ? *)", "exactly one of day-of-month and day-of-week must be ?")]
    [TestCase("cron(0 0 30 2 ? *)", "no month of \"2\" has a day of \"30\" in the years of \"*\"")]
    [TestCase("cron(0 0 31 2,4,NOV ? *)", "no month of \"2,4,NOV\" has a day of \"31\" in the years of \"*\"")]
    [TestCase("cron(0 0 31W 4,6 ? *)", "no month of \"4,6\" has a day of \"31W\" in the years of \"*\"")]
    [TestCase("cron(0 0 29 2 ? 2027)", "no month of \"2\" has a day of \"29\" in the years of \"2027\"")]
    [TestCase("cron(0 0 29W 2 ? 2025-2027,2100)", "no month of \"2\" has a day of \"29W\" in the years of \"2025-2027,2100\"")]
    [TestCase("cron(0 0 ? FEB MON#5 2028)", "no month of \"FEB\" has a day of \"MON#5\" in the years of \"2028\"")]
    [TestCase("at(2022-02-30T03:30:00)", "a time is written as at(2022-01-31T03:30:00)")]
    public void An_expression_that_the_service_refuses_has_its_reason(string expression, string why) =>
        Assert.That(ScheduleExpression.ProblemOf(expression), Is.EqualTo(why));

    [TestCase("rate(0 minutes)")]
    [TestCase("rate(-1 minutes)")]
    [TestCase("rate(1 minutes)")]
    [TestCase("rate(2 minute)")]
    [TestCase("rate(05 minutes)")]
    [TestCase("rate(1.5 hours)")]
    [TestCase("rate(5 weeks)")]
    [TestCase("rate(5  minutes)")]
    [TestCase("rate(1000000000 days)")]
    public void A_rate_is_a_positive_number_and_its_unit(string expression) =>
        Assert.That(ScheduleExpression.ProblemOf(expression), Does.StartWith("a rate is a positive whole number of up to nine digits"));

    [Test]
    public void An_expression_has_at_most_256_characters()
    {
        var longest = $"cron({string.Join(',', Enumerable.Repeat("10", 79))},1 3 * * ? *)";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(longest, Has.Length.EqualTo(254));
            Assert.That(ScheduleExpression.ProblemOf(longest), Is.Null);
            Assert.That(ScheduleExpression.ProblemOf(longest.Replace(",1 ", ",10,1 ", StringComparison.Ordinal)), Is.EqualTo("it has 257 characters, and may have 256"));
        }
    }
}
