"""Which messages count as sent to a class, and how sure that is."""

from appsec.facts.ios import Binary, Bundle, BundleKind
from appsec.model.outcome import Location, Origin
from appsec.readers.ipa.native_owners import owners
from appsec.readers.macho.code_find import Search, Watch
from tests.readers.macho.compiled import CLANG, RELEASED, compiled

pytestmark = CLANG
BELOW = """
@interface Unheard : NSObject
- (void)setString:(NSString *)text;
@end
@interface Drawing : Unheard
@end
@interface CATextLayer : NSObject
+ (instancetype)layer;
@property(copy) NSString *string;
@end
@implementation Vault
- (void)layer { CATextLayer *one = [CATextLayer layer]; one.string = self.input; }
- (void)drawing { [[Drawing new] setString:self.input]; }
- (void)board { [UIPasteboard generalPasteboard].string = self.input; }
@end
"""
BLOCKS = """
extern void later(void (^)(void));
@interface FIRReport : NSObject
@end
@implementation FIRReport
- (void)send { later(^{ SEAL("0123456789abcde"); put(out); }); }
@end
@implementation Vault
- (void)send { later(^{ SEAL("fedcba987654321"); put(out); }); }
@end
"""
PATTERN = "-[UIPasteboard setString:]"


def test_a_class_that_only_may_be_the_one_is_not_told():
    code = compiled(BELOW)
    search = Search(code, Watch(frozenset((PATTERN,))))
    found = {
        code.function(start): [one.callee.owner for _, one in search.calls(start)]
        for start in search.interesting()
    }
    assert found["-[Vault layer]"] == []
    assert found["-[Vault drawing]"] == ["?"]
    assert found["-[Vault board]"] == ["UIPasteboard"]


def test_a_block_belongs_to_the_method_before_it():
    code = compiled(BLOCKS, RELEASED)
    app = Bundle(BundleKind.APP, "A.app", "com.bank", "A", Location("A.app"), {})
    main = Binary("A.app/A", "A.app", True, ())
    told = owners(app, [app], [main])
    starts = Search(code, Watch(frozenset(("CCCrypt",)))).interesting()
    assert [code.function(one).startswith("0x") for one in starts] == [True, True]
    assert [told.of(main, code, one) for one in starts] == [Origin.LIBRARY, Origin.APP]
