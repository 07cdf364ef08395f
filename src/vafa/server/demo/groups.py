"""The demo club's product groups: the departments of the source under Persian names.

A code is a path: "food.dairy" lies in "food". Departments that a Persian shop would not keep stand
under the nearest it would (spirits as herbal waters, beer and wine as malt drinks).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Group:
    """One product group; `code` is its path."""

    code: str
    persian: str
    english: str


UNSPECIFIED: Final = "unspecified"

GROUPS: Final = (
    Group("unspecified", "نامشخص", "Unspecified"),
    Group("food", "خواربار", "Groceries"),
    Group("food.dairy", "لبنیات و تخم‌مرغ", "Dairy and eggs"),
    Group("food.bread", "نان و شیرینی بسته‌ای", "Bread and packed cakes"),
    Group("food.breakfast", "صبحانه", "Breakfast"),
    Group("food.canned", "کنسرو و غذای آماده", "Canned and ready food"),
    Group("food.drinks", "نوشیدنی", "Drinks"),
    Group("food.malt", "ماءالشعیر", "Malt drinks"),
    Group("food.pantry", "برنج، روغن و چاشنی", "Rice, oil and seasonings"),
    Group("food.frozen", "منجمد", "Frozen food"),
    Group("food.frozen.other", "منجمد متفرقه", "Other frozen food"),
    Group("food.snacks", "تنقلات", "Snacks"),
    Group("food.healthy", "خوراک سالم", "Health food"),
    Group("food.syrups", "شربت و عرقیات", "Syrups and herbal waters"),
    Group("fresh", "تازه‌ها", "Fresh food"),
    Group("fresh.produce", "میوه و سبزی", "Fruit and vegetables"),
    Group("fresh.produce.bulk", "میوه و سبزی عمده", "Bulk produce"),
    Group("fresh.meat", "گوشت و مرغ", "Meat and poultry"),
    Group("fresh.meat.packed", "فرآوردهٔ گوشتی", "Packed meat"),
    Group("fresh.seafood", "ماهی و میگو", "Fish and seafood"),
    Group("fresh.seafood.packed", "ماهی و میگوی بسته‌ای", "Packed seafood"),
    Group("fresh.deli", "پنیر، کالباس و غذای سرد", "Delicatessen"),
    Group("fresh.salad", "سالاد", "Salad bar"),
    Group("fresh.bakery", "نانوایی و قنادی", "Bakery"),
    Group("fresh.kitchen", "آشپزخانهٔ فروشگاه", "Shop kitchen"),
    Group("fresh.cafe", "کافه و رستوران", "Café and restaurant"),
    Group("care", "بهداشت و کالای عمومی", "Health and general goods"),
    Group("care.personal", "بهداشت شخصی", "Personal care"),
    Group("care.baby", "مادر و کودک", "Mother and baby"),
    Group("care.health", "سلامت و مکمل", "Health and vitamins"),
    Group("care.sweets", "شکلات و آب‌نبات", "Sweets"),
    Group("care.press", "کتاب و نوشت‌افزار", "Books and stationery"),
    Group("care.tobacco", "دخانیات", "Tobacco"),
    Group("beauty", "آرایشی", "Cosmetics"),
    Group("home", "خانه", "Home"),
    Group("home.cleaning", "شوینده", "Cleaning"),
    Group("home.paper", "سلولزی و یک‌بارمصرف", "Paper and disposables"),
    Group("home.pets", "حیوان خانگی", "Pets"),
    Group("home.kitchenware", "لوازم خانه", "Household goods"),
    Group("home.housewares", "ظروف", "Housewares"),
    Group("home.flowers", "گل و گیاه", "Flowers"),
    Group("home.garden", "باغچه", "Garden"),
    Group("home.hardware", "ابزار و برق", "Hardware"),
    Group("leisure", "سفر و سرگرمی", "Travel and leisure"),
    Group("leisure.toys", "اسباب‌بازی", "Toys"),
    Group("leisure.photo", "عکس و فیلم", "Photo and video"),
    Group("car", "لوازم خودرو", "Car goods"),
    Group("fuel", "سوخت", "Fuel"),
    Group("service", "خدمات", "Services"),
    Group("service.post", "خدمات پستی", "Post"),
    Group("service.charity", "نیکوکاری", "Charity"),
    Group("coupon", "کوپن", "Coupons"),
    Group("other", "متفرقه", "Miscellaneous"),
    Group("other.seasonal", "کالای مناسبتی", "Seasonal goods"),
    Group("other.supplies", "ملزومات فروشگاه", "Shop supplies"),
)

DEPARTMENTS: Final = {
    "AUTOMOTIVE": "car",
    "CHARITABLE CONT": "service.charity",
    "CHEF SHOPPE": "fresh.kitchen",
    "CNTRL/STORE SUP": "other.supplies",
    "COSMETICS": "beauty",
    "COUPON": "coupon",
    "DELI": "fresh.deli",
    "DRUG GM": "care",
    "ELECT &PLUMBING": "home.hardware",
    "FLORAL": "home.flowers",
    "FROZEN GROCERY": "food.frozen.other",
    "FUEL": "fuel",
    "GARDEN CENTER": "home.garden",
    "GM MERCH EXP": "other.seasonal",
    "GROCERY": "food",
    "HOUSEWARES": "home.housewares",
    "MEAT": "fresh.meat",
    "MEAT-PCKGD": "fresh.meat.packed",
    "MISCELLANEOUS": "other",
    "NUTRITION": "food.healthy",
    "PASTRY": "fresh.bakery",
    "PHOTO & VIDEO": "leisure.photo",
    "POSTAL CENTER": "service.post",
    "PROD-WHS SALES": "fresh.produce.bulk",
    "PRODUCE": "fresh.produce",
    "RESTAURANT": "fresh.cafe",
    "SALAD BAR": "fresh.salad",
    "SEAFOOD": "fresh.seafood",
    "SEAFOOD-PCKGD": "fresh.seafood.packed",
    "SPIRITS": "food.syrups",
    "TOYS": "leisure.toys",
    "TRAVEL & LEISURE": "leisure",
}

# The two large departments are divided by category; what is not named stays with the department.
CATEGORIES: Final = {
    "GROCERY": {
        "food.dairy": (
            "FLUID MILK PRODUCTS",
            "CHEESE",
            "YOGURT",
            "EGGS",
            "MILK BY-PRODUCTS",
            "MARGARINES",
            "MISC. DAIRY",
            "BUTTER",
            "CANNED MILK",
        ),
        "food.bread": (
            "BAKED BREAD/BUNS/ROLLS",
            "BAKED SWEET GOODS",
            "REFRGRATD DOUGH PRODUCTS",
            "BAKING MIXES",
            "FLOUR & MEALS",
        ),
        "food.breakfast": (
            "COLD CEREAL",
            "HOT CEREAL",
            "CONVENIENT BRKFST/WHLSM SNACKS",
            "PNT BTR/JELLY/JAMS",
            "MOLASSES/SYRUP/PANCAKE MIXS",
        ),
        "food.canned": (
            "SOUP",
            "VEGETABLES - SHELF STABLE",
            "FRUIT - SHELF STABLE",
            "MEAT - SHELF STABLE",
            "SEAFOOD - SHELF STABLE",
            "BEANS - CANNED GLASS & MW",
            "DINNER MXS:DRY",
            "PASTA SAUCE",
        ),
        "food.drinks": (
            "SOFT DRINKS",
            "REFRGRATD JUICES/DRNKS",
            "CANNED JUICES",
            "WATER - CARBONATED/FLVRD DRINK",
            "PWDR/CRYSTL DRNK MX",
            "ISOTONIC DRINKS",
            "COFFEE",
            "TEAS",
            "COCOA MIXES",
            "NEW AGE",
        ),
        "food.malt": ("BEERS/ALES", "DOMESTIC WINE", "IMPORTED WINE", "MISC WINE", "LIQUOR"),
        "food.pantry": (
            "CONDIMENTS/SAUCES",
            "DRY BN/VEG/POTATO/RICE",
            "SALD DRSNG/SNDWCH SPRD",
            "DRY NOODLES/PASTA",
            "BAKING NEEDS",
            "SPICES & EXTRACTS",
            "SUGARS/SWEETNERS",
            "SHORTENING/OIL",
            "DRY SAUCES/GRAVY",
            "PICKLE/RELISH/PKLD VEG",
            "OLIVES",
            "HISPANIC",
        ),
        "food.frozen": (
            "FRZN MEAT/MEAT DINNERS",
            "FROZEN PIZZA",
            "ICE CREAM/MILK/SHERBTS",
            "FRZN VEGETABLE/VEG DSH",
            "FRZN NOVELTIES/WTR ICE",
            "FRZN BREAKFAST FOODS",
            "FRZN POTATOES",
            "FROZEN PIE/DESSERTS",
            "FROZEN BREAD/DOUGH",
            "FRZN JCE CONC/DRNKS",
            "FRZN ICE",
            "FRZN FRUITS",
            "FROZEN CHICKEN",
            "FRZN SEAFOOD",
        ),
        "food.snacks": (
            "BAG SNACKS",
            "CRACKERS/MISC BKD FD",
            "COOKIES/CONES",
            "WAREHOUSE SNACKS",
            "SNACK NUTS",
        ),
        "home.cleaning": (
            "HOUSEHOLD CLEANG NEEDS",
            "LAUNDRY DETERGENTS",
            "DISHWASH DETERGENTS",
            "AIR CARE",
            "LAUNDRY ADDITIVES",
            "BLEACH",
        ),
        "home.paper": (
            "FD WRAPS/BAGS/TRSH BG",
            "BATH TISSUES",
            "PAPER TOWELS",
            "PAPER HOUSEWARES",
            "FACIAL TISS/DNR NAPKIN",
        ),
        "home.pets": ("CAT FOOD", "DOG FOODS", "CAT LITTER", "PET CARE SUPPLIES", "BIRD SEED"),
    },
    "DRUG GM": {
        "care.baby": (
            "BABY FOODS",
            "DIAPERS & DISPOSABLES",
            "BABY HBC",
            "INFANT FORMULA",
            "INFANT CARE PRODUCTS",
        ),
        "care.personal": (
            "HAIR CARE PRODUCTS",
            "HAIR CARE ACCESSORIES",
            "ORAL HYGIENE PRODUCTS",
            "SOAP - LIQUID & BAR",
            "FEMININE HYGIENE",
            "DEODORANTS",
            "SHAVING CARE PRODUCTS",
            "HAND/BODY/FACIAL PRODUCTS",
            "SUNTAN",
            "FOOT CARE PRODUCTS",
        ),
        "care.health": (
            "COLD AND FLU",
            "ANALGESICS",
            "FIRST AID PRODUCTS",
            "VITAMINS",
            "DIETARY AID PRODUCTS",
            "ANTACIDS",
            "SINUS AND ALLERGY",
            "LAXATIVES",
            "EYE AND EAR CARE PRODUCTS",
        ),
        "care.sweets": ("CANDY - CHECKLANE", "CANDY - PACKAGED"),
        "care.press": (
            "MAGAZINE",
            "NEWSPAPER",
            "BOOKSTORE",
            "STATIONERY & SCHOOL SUPPLIES",
            "GREETING CARDS/WRAP/PARTY SPLY",
        ),
        "care.tobacco": ("CIGARETTES", "CIGARS", "TOBACCO OTHER"),
        "home.kitchenware": (
            "BROOMS AND MOPS",
            "BATTERIES",
            "PLASTIC HOUSEWARES",
            "KITCHEN GADGETS",
            "COOKWARE & BAKEWARE",
            "GLASSWARE & DINNERWARE",
            "CANDLES/ACCESSORIES",
            "DOMESTIC GOODS",
        ),
    },
}

_BY_CATEGORY: Final = {
    (department, category): code
    for department, codes in CATEGORIES.items()
    for code, categories in codes.items()
    for category in categories
}
_NUMBERS: Final = {group.code: number for number, group in enumerate(GROUPS)}


def number_of(code: str) -> int:
    """Find the row of `GROUPS` that holds a code."""
    return _NUMBERS[code]


def group_of(department: str | None, category: str | None) -> int:
    """Find the row of `GROUPS` for a product of the source; an unknown one is unspecified."""
    code = _BY_CATEGORY.get((department or "", category or ""))
    return _NUMBERS[code or DEPARTMENTS.get(department or "", UNSPECIFIED)]
